import { afterEach, beforeEach, expect, it, vi } from "vitest";

const first = "k1:5rl0r7mMPBUYmOzDFmCGyu8ZHpVxNEwCkwYkMLrnWlI=";
const second = `k2:${Buffer.alloc(32, 7).toString("base64")}`;

/** The module as a process with these keys has it. */
async function withKeys(keys: string) {
  vi.resetModules();
  process.env.ENCRYPTION_KEYS = keys;
  return import("./crypto");
}

const before = process.env.ENCRYPTION_KEYS;
beforeEach(() => vi.resetModules());
afterEach(() => {
  process.env.ENCRYPTION_KEYS = before;
});

it("gives back what was encrypted, differently each time, and as the thing it was only", async () => {
  const { encrypt, decrypt } = await withKeys(first);
  const sealed = encrypt("Grüße 🎉", "invite token");
  expect(sealed).toMatch(/^k1\.[\w-]+$/);
  expect(sealed).not.toBe(encrypt("Grüße 🎉", "invite token"));
  expect(decrypt(sealed, "invite token")).toBe("Grüße 🎉");
  expect(() => decrypt(sealed, "something else")).toThrow();
});

it("notices every changed character", async () => {
  const { encrypt, decrypt } = await withKeys(first);
  const sealed = encrypt("secret", "invite token");
  for (let i = 3; i < sealed.length - 1; i++) {
    const other = sealed[i] === "A" ? "B" : "A";
    expect(() => decrypt(sealed.slice(0, i) + other + sealed.slice(i + 1), "invite token")).toThrow();
  }
});

it("reads what an older key wrote, writes with the newest, and says what wants to be written again", async () => {
  const old = (await withKeys(first)).encrypt("secret", "invite token");
  const { encrypt, decrypt, newestPrefix } = await withKeys(`${second},${first}`);
  expect(decrypt(old, "invite token")).toBe("secret");
  expect(old.startsWith(newestPrefix())).toBe(false);
  const fresh = encrypt("secret", "invite token");
  expect([newestPrefix(), fresh.startsWith("k2.")]).toEqual(["k2.", true]);
  const without = await withKeys(second);
  expect(() => without.decrypt(old, "invite token")).toThrow(/no key "k1"/);
});

it("gives equal stand-ins for equal things of one purpose, and no others", async () => {
  const { pseudonym } = await withKeys(first);
  expect(pseudonym("192.0.2.1", "log")).toBe(pseudonym("192.0.2.1", "log"));
  expect(pseudonym("192.0.2.1", "log")).not.toBe(pseudonym("192.0.2.2", "log"));
  expect(pseudonym("192.0.2.1", "log")).not.toBe(pseudonym("192.0.2.1", "other"));
});
