import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copy, del, head, list, put } from "@vercel/blob";
import {
  generateClientTokenFromReadWriteToken,
  handleUpload,
  put as putFromBrowser,
} from "@vercel/blob/client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startBlob } from "./blob";
import type { Listening } from "./http";

const folder = mkdtempSync(join(tmpdir(), "eios-blob-"));
const token = "vercel_blob_rw_abc123_0123456789abcdef";
const publicly = { access: "public", token } as const;
let blob: Listening;

beforeAll(async () => {
  blob = await startBlob({ port: 0, folder, token, maxBytes: 1_000_000 });
  vi.stubEnv("VERCEL_BLOB_API_URL", `${blob.url}/api`);
  vi.stubEnv("VERCEL_BLOB_RETRIES", "0");
});
afterAll(async () => {
  await blob.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("files", () => {
  it("come back as they were put, with type, size, ETag and cache headers, over a restart too", async () => {
    const made = await put("photos/Zoë & Ben.jpg", Buffer.from("pixels"), {
      ...publicly,
      contentType: "image/jpeg",
    });
    await blob.close();
    blob = await startBlob({ port: blob.port, folder, token, maxBytes: 1_000_000 });
    const res = await fetch(made.url);
    expect(await res.text()).toBe("pixels");
    expect(Object.fromEntries(res.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "cache-control": "public, max-age=2592000",
      etag: made.etag,
      "x-content-type-options": "nosniff",
    });
    expect((await fetch(made.url, { headers: { "if-none-match": made.etag } })).status).toBe(304);
    expect(await head(made.url, { token })).toMatchObject({ pathname: "photos/Zoë & Ben.jpg", size: 6 });
  });

  it("answer ranges", async () => {
    const { url } = await put("range.txt", "0123456789", publicly);
    const part = async (range: string) => {
      const res = await fetch(url, { headers: { range } });
      return [res.status, res.headers.get("content-range"), await res.text()];
    };
    expect(await part("bytes=2-4")).toEqual([206, "bytes 2-4/10", "234"]);
    expect(await part("bytes=-3")).toEqual([206, "bytes 7-9/10", "789"]);
    expect(await part("bytes=8-99")).toEqual([206, "bytes 8-9/10", "89"]);
    expect(await part("bytes=10-")).toEqual([416, "bytes */10", ""]);
  });

  it("are replaced only if that is wanted, and get another name if that is", async () => {
    await put("once.txt", "one", publicly);
    await expect(put("once.txt", "two", publicly)).rejects.toThrow("already exists");
    const two = await put("once.txt", "two", { ...publicly, allowOverwrite: true });
    await expect(put("once.txt", "three", { ...publicly, ifMatch: '"other"' })).rejects.toThrow(
      "ETag mismatch",
    );
    await put("once.txt", "three", { ...publicly, ifMatch: two.etag });
    expect(await fetch(two.url).then((res) => res.text())).toBe("three");
    const suffixed = await put("once.txt", "four", { ...publicly, addRandomSuffix: true });
    expect(suffixed.pathname).toMatch(/^once-[0-9a-f]{30}\.txt$/);
  });

  it("are listed in pages and folders, copied and deleted", async () => {
    for (const name of ["list/a.txt", "list/b/c.txt", "list/b/d.txt"]) await put(name, name, publicly);
    const first = await list({ prefix: "list/", limit: 2, token });
    const second = await list({ prefix: "list/", cursor: first.cursor, token });
    expect([...first.blobs, ...second.blobs].map(({ pathname }) => pathname)).toEqual([
      "list/a.txt",
      "list/b/c.txt",
      "list/b/d.txt",
    ]);
    expect(await list({ prefix: "list/", mode: "folded", token })).toMatchObject({ folders: ["list/b/"] });
    const copied = await copy(first.blobs[0]?.url as string, "list/e.txt", publicly);
    expect(await fetch(copied.url).then((res) => res.text())).toBe("list/a.txt");
    await del([copied.url, "list/a.txt"], { token });
    expect((await fetch(copied.url)).status).toBe(404);
    await expect(head("list/a.txt", { token })).rejects.toThrow("does not exist");
  });

  it("that are private are for the bearer of the token only", async () => {
    const { url } = await put("private.txt", "mine", { access: "private", token });
    expect((await fetch(url)).status).toBe(404);
    const mine = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect(await mine.text()).toBe("mine");
    expect(mine.headers.get("cache-control")).toMatch(/^private/);
  });

  it("that a browser would run are saved, not shown", async () => {
    const { url } = await put("page.html", "<script>alert(1)</script>", {
      ...publicly,
      contentType: "text/html",
    });
    const { headers } = await fetch(url);
    expect(headers.get("content-disposition")).toMatch(/^attachment/);
    expect(headers.get("content-security-policy")).toContain("sandbox");
  });
});

describe("refusals", () => {
  it.each(["../escape.txt", "a/../../escape.txt", "a\\b.txt", "./a.txt", "a/\u0000.txt", "/etc/passwd"])(
    "the pathname %j",
    async (pathname) => {
      await expect(put(pathname, "x", publicly)).rejects.toThrow("parts that are no names");
    },
  );

  it("an address that climbs out of the folder", async () => {
    writeFileSync(join(folder, "..", "eios-blob-secret.txt"), "secret");
    for (const path of ["..%2feios-blob-secret.txt", "%2e%2e/eios-blob-secret.txt", "%ff"]) {
      const res = await fetch(`${blob.url}/files/${path}`);
      expect(res.ok).toBe(false);
      expect(await res.text()).not.toContain("secret");
    }
    rmSync(join(folder, "..", "eios-blob-secret.txt"));
  });

  it("a file that is too large, of which nothing is left", async () => {
    const before = readdirSync(folder).length;
    await expect(put("large.bin", Buffer.alloc(1_000_001), publicly)).rejects.toThrow("too large");
    expect(readdirSync(folder)).toHaveLength(before);
  });

  it("a wrong token, and what it does not play, by name", async () => {
    await expect(list({ token: "vercel_blob_rw_abc123_guess" })).rejects.toThrow("Access denied");
    await expect(put("big.bin", Buffer.from("x"), { ...publicly, multipart: true })).rejects.toThrow(
      "POST /mpu",
    );
  });
});

describe("uploads from a browser", () => {
  const allowed = { token, pathname: "guest.png", maximumSizeInBytes: 10, allowedContentTypes: ["image/*"] };

  it("may put the one file that the token names, within its size and types", async () => {
    const clientToken = await generateClientTokenFromReadWriteToken({ ...allowed, allowOverwrite: true });
    const asGuest = { access: "public", token: clientToken } as const;
    const png = { ...asGuest, contentType: "image/png" };
    const made = await putFromBrowser("guest.png", "12345", png);
    expect(await fetch(made.url).then((res) => res.text())).toBe("12345");
    await expect(putFromBrowser("other.png", "12345", png)).rejects.toThrow("Pathname mismatch");
    await expect(
      putFromBrowser("guest.png", "12345", { ...asGuest, contentType: "text/html" }),
    ).rejects.toThrow("Content type mismatch");
    await expect(putFromBrowser("guest.png", "12345678901", png)).rejects.toThrow("too large");
    await expect(list({ token: clientToken })).rejects.toThrow("nothing else");
  });

  it("end with the token, and cannot be forged", async () => {
    const old = await generateClientTokenFromReadWriteToken({ ...allowed, validUntil: Date.now() - 1 });
    const options = { access: "public", contentType: "image/png" } as const;
    await expect(putFromBrowser("guest.png", "1", { ...options, token: old })).rejects.toThrow("expired");
    const forged = await generateClientTokenFromReadWriteToken({
      ...allowed,
      token: "vercel_blob_rw_abc123_guess",
    });
    await expect(putFromBrowser("guest.png", "1", { ...options, token: forged })).rejects.toThrow(
      "Access denied",
    );
  });

  it("tell the app when they are complete, signed so that the SDK verifies it", async () => {
    let told: unknown;
    const app = createServer(async (req, res) => {
      let text = "";
      for await (const chunk of req) text += chunk;
      const answer = await handleUpload({
        token,
        request: req,
        body: JSON.parse(text),
        onBeforeGenerateToken: async () => ({}),
        onUploadCompleted: async (payload) => {
          told = payload;
        },
      });
      res.end(JSON.stringify(answer));
    }).listen(0, "127.0.0.1");
    await once(app, "listening");
    const callbackUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}/uploaded`;
    const clientToken = await generateClientTokenFromReadWriteToken({
      token,
      pathname: "told.png",
      onUploadCompleted: { callbackUrl, tokenPayload: "guest 7" },
    });
    await putFromBrowser("told.png", "1", { access: "public", token: clientToken, contentType: "image/png" });
    await expect.poll(() => told).toMatchObject({ blob: { pathname: "told.png" }, tokenPayload: "guest 7" });
    app.close();
  });
});
