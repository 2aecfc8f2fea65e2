// Save workbooks again as another program would: `node resave.mjs sheetjs|exceljs FROM TO [FROM TO]...`.
import { readFileSync, writeFileSync } from "node:fs";

const programs = {
  async sheetjs(from, to) {
    const { default: XLSX } = await import("xlsx");
    const book = XLSX.read(readFileSync(from), { cellStyles: true, cellNF: true, cellFormula: true });
    writeFileSync(to, XLSX.write(book, { type: "buffer", bookType: "xlsx", compression: true }));
  },
  async exceljs(from, to) {
    const { default: ExcelJS } = await import("exceljs");
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(from);
    await book.xlsx.writeFile(to);
  },
};

const [program, ...files] = process.argv.slice(2);
for (let i = 0; i < files.length; i += 2) {
  await programs[program](files[i], files[i + 1]);
}
