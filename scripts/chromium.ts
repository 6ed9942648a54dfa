import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * Finds a Chromium, or installs one: one that is there, else Debian's package where we may install it, else
 * Playwright's own.
 *
 * @returns the path of the browser to start
 * @throws Error when none is there and none can be installed
 */
export function findChromium(): string {
  const there = [process.env.CHROMIUM_PATH, ...usual, chromium.executablePath()].find(
    (path) => path && existsSync(path),
  );
  if (there) return there;
  console.error("No Chromium on this machine; installing one.");
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const quiet = { stdio: ["ignore", "ignore", "inherit"] as ["ignore", "ignore", "inherit"] };
    spawnSync("apt-get", ["update", "-qq"], quiet);
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      ...quiet,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (existsSync(usual[0]!)) return usual[0]!;
  }
  execFileSync(process.execPath, ["node_modules/playwright/cli.js", "install", "--with-deps", "chromium"], {
    stdio: "inherit",
  });
  return chromium.executablePath();
}
