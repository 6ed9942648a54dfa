import type { WriteStream } from "node:tty";

/** One thing that is being done, as the display shows it. */
export type Step = {
  /** Says more of what is being done just now. */
  note: (text: string) => void;
  done: (text?: string) => void;
  failed: () => void;
};

type Line = { title: string; note: string; began: number; state: "doing" | "done" | "failed"; ended: number };

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/**
 * Shows what is being done, several things beside each other: on a terminal as lines that change in place, else
 * as one line for each thing that is finished.
 */
export class Display {
  readonly #lines: Line[] = [];
  readonly #terminal: boolean;
  #drawn = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(readonly out: WriteStream) {
    this.#terminal = Boolean(out.isTTY) && process.env.TERM !== "dumb" && !process.env.CI;
    // Whoever read this may have gone; that is no reason to end.
    out.on("error", () => {});
  }

  /** Begins a step. */
  step(title: string): Step {
    const line: Line = { title, note: "", began: Date.now(), state: "doing", ended: 0 };
    this.#lines.push(line);
    this.#draw();
    const end = (state: "done" | "failed", note = "") => {
      if (line.state !== "doing") return;
      Object.assign(line, { state, note, ended: Date.now() });
      if (!this.#terminal) this.out.write(`${this.#text(line)}\n`);
      this.#draw();
    };
    return {
      note: (text) => {
        line.note = text;
      },
      done: (text) => end("done", text),
      failed: () => end("failed"),
    };
  }

  /** Prints lines below the steps; no step may begin after that. */
  print(text: string): void {
    this.#stop();
    this.out.write(`${text}\n`);
  }

  /** Leaves the steps as they are. */
  #stop(): void {
    this.#draw();
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#drawn = 0;
    this.#lines.length = 0;
  }

  /** Text in bold, in colour, or faint, where there is a terminal for it. */
  style(text: string, code: "1" | "2" | "31" | "32" | "33" | "36"): string {
    return this.#terminal && !process.env.NO_COLOR ? `\u001b[${code}m${text}\u001b[0m` : text;
  }

  #draw(): void {
    if (!this.#terminal) return;
    this.#timer ??= setInterval(() => this.#draw(), 80).unref();
    const up = this.#drawn > 0 ? `\u001b[${this.#drawn}A` : "";
    const rows = this.#lines.map((line) => `\u001b[2K${this.#text(line)}\n`).join("");
    this.out.write(`${up}${rows}`);
    this.#drawn = this.#lines.length;
  }

  #text({ title, note, began, ended, state }: Line): string {
    const now = state === "doing" ? Date.now() : ended;
    const seconds = `${((now - began) / 1_000).toFixed(1)} s`;
    const frame = FRAMES[Math.floor(now / 80) % FRAMES.length] as string;
    const sign = {
      doing: this.style(frame, "36"),
      done: this.style("✓", "32"),
      failed: this.style("✗", "31"),
    }[state];
    const room = (this.out.columns ?? 80) - 42;
    const shown = note.length > room ? `${note.slice(0, Math.max(room - 1, 0))}…` : note;
    return `  ${sign} ${title.padEnd(26)}${this.style(seconds.padStart(7), "2")}  ${this.style(shown, "2")}`.trimEnd();
  }
}
