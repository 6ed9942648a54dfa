// OWASP, CSV Injection: what a spreadsheet would run begins with one of these.
const DANGEROUS = /^[=+\-@\t\r\n|%]/;

/** A cell of CSV (RFC 4180) that no spreadsheet takes for a formula: an apostrophe in front keeps it text. */
export function csvCell(value: string | null | undefined): string {
  const text = value ?? "";
  const safe = DANGEROUS.test(text.trimStart()) || DANGEROUS.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as a CSV file to download: UTF-8 with a byte order mark, so that Excel reads accents. */
export function toCsv(filename: string, rows: readonly (readonly (string | null | undefined)[])[]): Response {
  const text = rows.map((row) => row.map(csvCell).join(",")).join("\r\n");
  return new Response(`\uFEFF${text}\r\n`, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${filename}"`,
      "cache-control": "no-store",
    },
  });
}
