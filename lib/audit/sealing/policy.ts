import { createHash } from "node:crypto";

/** What the chain begins with. */
export const genesis = "0".repeat(64);

/** A row's seal: SHA-256 over its place, the seal before it, and the row as the database writes it. */
export const sealOf = (position: number, previousHash: string, content: string): string =>
  createHash("sha256").update(`${position}\n${previousHash}\n${content}`).digest("hex");

/** A sealed row as it is read for verifying. */
export type Sealed = {
  id: string;
  at: string;
  action: string;
  position: number;
  hash: string;
  previousHash: string;
  content: string;
};

export type Finding =
  | { kind: "altered"; position: number; id: string; at: string; action: string }
  | { kind: "missing"; from: number; to: number };

/** Walks a chain row by row; ask `end` what is wrong with it. */
export class ChainWalk {
  private position = 0;
  private hash = genesis;
  private readonly findings: Finding[] = [];

  /** @param head what was kept of the chain's end; null where nothing was sealed yet */
  constructor(private readonly head: { position: number; hash: string } | null) {}

  /** The next row by position. A row that does not give its seal was altered; so was one that names another before it. */
  step(row: Sealed): void {
    const follows = row.position === this.position + 1;
    if (!follows) this.findings.push({ kind: "missing", from: this.position + 1, to: row.position - 1 });
    const own = sealOf(row.position, row.previousHash, row.content) === row.hash;
    const isEnd = row.position === this.head?.position;
    if (!own || (follows && row.previousHash !== this.hash) || (isEnd && row.hash !== this.head?.hash)) {
      const { position, id, at, action } = row;
      this.findings.push({ kind: "altered", position, id, at, action });
    }
    this.position = row.position;
    this.hash = row.hash;
  }

  /** What was found, the rows that were cut off at the end with it. */
  end(): Finding[] {
    if (this.head && this.head.position > this.position) {
      this.findings.push({ kind: "missing", from: this.position + 1, to: this.head.position });
    }
    return this.findings;
  }
}
