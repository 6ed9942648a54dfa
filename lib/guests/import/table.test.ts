import { readdirSync, readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { csvCell } from "@/lib/http/csv";
import { cleanCell } from "./clean";
import { defaultLimits, UnreadableList } from "./limits";
import { readTable } from "./table";

const folder = "tests/fixtures/guest-lists/";
const fixture = (name: string) => readFileSync(folder + name);
const refusal = (bytes: Uint8Array, limits = defaultLimits) =>
  readTable(bytes, limits).then(
    () => "read",
    (error: unknown) => (error instanceof UnreadableList ? error.reason : error),
  );

/** A cell as spreadsheets hold it: any text but control characters. */
const cell = fc
  .string({ unit: "grapheme", maxLength: 40 })
  .map((text) => cleanCell(text.replace(/[\p{Cc}\p{Cf}]/gu, " ")));

/** A ZIP of stored or deflated parts, as a spreadsheet program would write it. */
function zip(parts: Record<string, string>): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const packed = deflateRawSync(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), packed);
    entries.push(entry, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length / 2, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const book = (rows: string, more: Record<string, string> = {}) =>
  zip({
    "xl/workbook.xml": '<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/></Relationships>',
    "xl/s.xml": `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    ...more,
  });
const text = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;

describe("a table", () => {
  it("comes back as it was written, whatever its delimiter, encoding and line ends", async () => {
    const rows = fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 20 });
    const shape = fc.record({
      rows,
      delimiter: fc.constantFrom(",", ";", "\t", "|"),
      encoding: fc.constantFrom("utf-8", "utf-8-bom", "utf-16le", "utf-16be"),
      end: fc.constantFrom("\n", "\r\n", "\r"),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ rows, delimiter, encoding, end }) => {
        const kept = rows.filter((cells) => cells.some(Boolean)).map(([a, ...rest]) => [a || "x", ...rest]);
        fc.pre(kept.length > 0);
        const quote = (value: string) => `"${value.replaceAll('"', '""')}"`;
        const header = ["First Name", "Last Name", "Email", "Notes"];
        const file = [header, ...kept, ["z", "z", "z", "z"]]
          .map((cells) => cells.map(quote).join(delimiter))
          .join(end);
        const bytes = iconv.encode(file, encoding.replace("-bom", ""), { addBOM: encoding !== "utf-8" });
        const table = await readTable(bytes);
        expect(table.columns).toEqual(header);
        expect(table.rows.slice(0, -1).map(({ cells }) => cells)).toEqual(kept);
      }),
      { numRuns: 60 },
    );
  });

  it("that was exported is read back, and no cell of it is a formula", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(cell, fc.constantFrom("=1+1", "+44 1", "-x", "@a", "=cmd|'/C'!A0")), {
          minLength: 1,
          maxLength: 8,
        }),
        async (cells) => {
          for (const value of cells) expect(csvCell(value)).not.toMatch(/^"?\s*[=+\-@\t\r|%]/);
          const file = `Name,Notes\n${cells.map((value) => `Ann,${csvCell(value)}`).join("\n")}\nZoe,z\n`;
          const table = await readTable(Buffer.from(file));
          const notes = table.rows.map((row) => row.cells[1] ?? "");
          expect(notes.slice(0, -1)).toEqual(
            cells
              .map((value) => (/^\s*[-=+@]/.test(value) ? value : cleanCell(value)))
              .map((value, i) => (/^[|%]/.test(cells[i]!) ? `'${value}` : value)),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is found below titles and above totals, without empty columns", async () => {
    const table = await readTable(fixture("by-hand.csv"));
    expect(table).toMatchObject({ headerRow: 4, columns: ["Guest", "Phone", "+1"] });
    expect(table.aside.map(({ row, reason }) => [row, reason])).toEqual([
      [1, "above_header"],
      [2, "above_header"],
      [11, "totals"],
    ]);
    expect(table.rows.map(({ row }) => row)).toEqual([5, 6, 7, 8, 9, 10]);
  });

  it("of XLSX is the first visible sheet that holds anything, with dates, formulas and long numbers whole", async () => {
    const table = await readTable(fixture("excel.xlsx"));
    expect(table).toMatchObject({ format: "xlsx", sheet: "Guests & more", headerRow: 3 });
    expect(table.rows).toEqual([
      { row: 4, cells: ["Ann Marie", "Smith & Sons", "447911123456", "2026-02-28", "ann@example.com"] },
      { row: 6, cells: ["Cher", "O'Brien", "", "", ""] },
    ]);
  });
});

describe("a hostile file", () => {
  it("of any bytes is read or refused, and never anything else", async () => {
    const tricky = fc.uint8Array({ minLength: 0, maxLength: 2_000 });
    const words = fc.array(
      fc.constantFrom(
        '"',
        ",",
        ";",
        "\n",
        "\r",
        "\t",
        "Name",
        "Email",
        "a@b.co",
        "\uFEFF",
        "=",
        "\u0000",
        "Ann",
      ),
      { maxLength: 200 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          tricky,
          words.map((list) => Buffer.from(list.join(""))),
        ),
        async (bytes) => {
          expect(typeof (await refusal(bytes))).toBe("string");
        },
      ),
      { numRuns: 300 },
    );
  });

  it("made of a broken spreadsheet is read or refused", async () => {
    const whole = fixture("excel.xlsx");
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 30 }),
        fc.nat(whole.length),
        async (flips, cut) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of flips) bytes[at] = value;
          expect(typeof (await refusal(bytes))).toBe("string");
          expect(typeof (await refusal(bytes.subarray(0, cut)))).toBe("string");
        },
      ),
      { numRuns: 100 },
    );
  });

  it("that unfolds without end, or claims a million columns, is refused before it fills the memory", async () => {
    const bomb = book(`<row r="1">${text("A1", "Name")}</row>${" ".repeat(60 * 1024 * 1024)}`);
    expect(bomb.length).toBeLessThan(200_000);
    expect(await refusal(bomb)).toBe("too_large");
    expect(await refusal(book(`<row r="1">${text("A1", "Name")}${text("XFD1", "far")}</row>`))).toBe(
      "too_many_columns",
    );
    const far = await readTable(
      book(`<row r="1">${text("A1", "Name")}</row><row r="1048576">${text("A1048576", "Ann Smith")}</row>`),
    );
    expect(far.rows).toEqual([{ row: 1_048_576, cells: ["Ann Smith"] }]);
    expect(await refusal(book("<c".repeat(200_000)))).toBe("damaged");
    expect(await refusal(book("", { "xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>' }))).toBe(
      "damaged",
    );
    expect(await refusal(Buffer.from(`Name${",".repeat(300)}x\nAnn${",x".repeat(300)}\n`))).toBe(
      "too_many_columns",
    );
    expect(await refusal(Buffer.from(`Name\n${"Ann\n".repeat(20)}`), { ...defaultLimits, rows: 10 })).toBe(
      "too_many_rows",
    );
    expect(await refusal(Buffer.from(`Name\n${"A".repeat(600_000)}\n`))).toBe("damaged");
    expect(await refusal(Buffer.alloc(100), { ...defaultLimits, bytes: 50 })).toBe("too_large");
  });

  it("that is another kind of thing is named", async () => {
    const hex = (digits: string) => Buffer.from(digits.replaceAll(" ", ""), "hex");
    const cases: [Uint8Array, string][] = [
      [hex("ffd8ffe000104a464946"), "image"],
      [hex("0000001c667479706865696300000000"), "image"],
      [Buffer.from("GIF89a"), "image"],
      [hex("d0cf11e0a1b11ae1"), "old_excel"],
      [zip({ "word/document.xml": "<w/>" }), "document"],
      [zip({ "xl/workbook.bin": "x" }), "old_excel"],
      [Buffer.from("{\\rtf1 hello}"), "document"],
      [Buffer.from('<?xml version="1.0"?><guests/>'), "structured"],
      [Buffer.from("BEGIN:VCARD\nFN:Ann\nEND:VCARD\n"), "structured"],
      [Buffer.from('[{"name":"Ann"}]'), "structured"],
      [hex("7f454c4602010100 0000000000000000 02003e0001000000"), "binary"],
      [hex("1f8b0800000000000003 cb48cdc9c95728cf2fca49"), "binary"],
      [Buffer.from("Dear all,\nplease find the list attached.\nBest, Ann.\n"), "read"],
    ];
    for (const [bytes, reason] of cases) expect([reason, await refusal(bytes)]).toEqual([reason, reason]);
  });
});

it("every fixture is a list that is read", async () => {
  for (const name of readdirSync(folder))
    expect([name, await refusal(fixture(name))]).toEqual([name, "read"]);
});
