// Validate workbooks and Word documents with the Open XML SDK: `node validate.mjs FILE...` prints one JSON object,
// file name to list of {part, path, id, description}.
import { readFileSync } from "node:fs";
import { extname } from "node:path";
import validate from "@ooxml-tools/validate";

const report = {};
for (const file of process.argv.slice(2)) {
  const kind = extname(file) === ".docx" ? "docx" : "xlsx";
  const results = await validate(new Uint8Array(readFileSync(file)), kind, "Microsoft365");
  report[file] = results.map(({ path, id, description }) => ({
    part: path.partUri,
    path: path.xpath,
    id,
    description,
  }));
}
console.log(JSON.stringify(report));
process.exit(0); // the .NET runtime inside keeps the process alive
