// Type into a workbook and save it: `node fill.mjs sheetjs|exceljs FROM TO CELLS`, CELLS being a JSON
// list of [sheet, address, value]; a date is {"date": "2026-05-01"}.
import { readFileSync, writeFileSync } from "node:fs";

const value = (given) => (given?.date ? new Date(`${given.date}T00:00:00Z`) : given);

const programs = {
  async sheetjs(from, to, cells) {
    const { default: XLSX } = await import("xlsx");
    const book = XLSX.read(readFileSync(from), { cellStyles: true, cellNF: true, cellFormula: true });
    for (const [sheet, address, given] of cells) {
      XLSX.utils.sheet_add_aoa(book.Sheets[sheet], [[value(given)]], { origin: address, UTC: true });
    }
    writeFileSync(to, XLSX.write(book, { type: "buffer", bookType: "xlsx", compression: true }));
  },
  async exceljs(from, to, cells) {
    const { default: ExcelJS } = await import("exceljs");
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(from);
    for (const [sheet, address, given] of cells) {
      book.getWorksheet(sheet).getCell(address).value = value(given);
    }
    await book.xlsx.writeFile(to);
  },
};

const [program, from, to, cells] = process.argv.slice(2);
await programs[program](from, to, JSON.parse(cells));
