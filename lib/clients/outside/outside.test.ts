import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressProblem, isPublicAddress } from "./address";
import { postOutside } from "./request";

/** Eighty ways to write an address that must not be called (after OWASP's SSRF bypass lists). */
const tricks: [url: string, problem: string][] = [
  ...[
    "https://0.0.0.0/",
    "https://0/",
    "https://10.0.0.1/",
    "https://100.64.0.1/",
    "https://127.1/",
    "https://127.0.1/",
    "https://127.0.0.2/",
    "https://127.255.255.254/",
    "https://2130706433/",
    "https://017700000001/",
    "https://0177.0.0.1/",
    "https://0177.0.0.01/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0x7f.1/",
    "https://0X7F.0X0.0X0.0X1/",
    "https://127.0x0.0.1/",
    "https://3232235777/",
    "https://0xc0a80101/",
    "https://192.168.1.1/",
    "https://192.168.257/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://169.254.169.254/",
    "https://169.254.169.254.:443/",
    "https://2852039166/",
    "https://0xa9fea9fe/",
    "https://0251.0376.0251.0376/",
    "https://169.16689662/",
    "https://192.0.0.1/",
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://198.51.100.7/",
    "https://203.0.113.9/",
    "https://192.88.99.1/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://127.0.0.1./",
    "https://①②⑦.⓪.⓪.①/",
    "https://１２７.０.０.１/",
    "https://127。0。0。1/",
    "https://127．0．0．1/",
    "https://127｡0｡0｡1/",
    "https://%31%32%37.0.0.1/",
    "https://127.0.0.1%2e/",
    "https://[::]/",
    "https://[::1]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[0:0:0:0:0:ffff:192.168.0.1]/",
    "https://[::127.0.0.1]/",
    "https://[::7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::a9fe:a9fe]/",
    "https://[2002:7f00:1::]/",
    "https://[2002:a9fe:a9fe::1]/",
    "https://[2001:0:7f00:1::]/",
    "https://[2001:db8::1]/",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[ff02::1]/",
    "https://[100::1]/",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "https://foo.localhost/",
    "https://intranet/",
    "https://metadata.google.internal/",
    "https://printer.local/",
    "https://router.home.arpa/",
    "https://1.0.0.127.in-addr.arpa/",
    "https://kubernetes.default.svc.cluster.local/",
    "https://a_b.sample-wedding.com/",
  ].map((url): [string, string] => [url, "private"]),
  ["https://user@hooks.sample-wedding.com/", "credentials"],
  ["https://user:secret@hooks.sample-wedding.com/", "credentials"],
  ["https://hooks.sample-wedding.com@127.0.0.2/", "credentials"],
  ["https://127.0.0.2\\@hooks.sample-wedding.com/", "private"],
  ["https://hooks.sample-wedding.com:22/", "port"],
  ["https://hooks.sample-wedding.com:25/", "port"],
  ["https://hooks.sample-wedding.com:80/", "port"],
  ["http://hooks.sample-wedding.com/", "scheme"],
  ["ftp://hooks.sample-wedding.com/", "scheme"],
  ["gopher://127.0.0.1:70/", "scheme"],
  ["file:///etc/passwd", "scheme"],
  ["javascript:alert(1)", "scheme"],
  ["data:text/plain,x", "scheme"],
  ["//hooks.sample-wedding.com/", "unreadable"],
  ["hooks.sample-wedding.com", "unreadable"],
  ["https://", "unreadable"],
  ["https://[::1", "unreadable"],
  ["https://256.256.256.256/", "unreadable"],
  ["https://hooks.sample-wedding.com:99999/", "unreadable"],
];

let silent: Server;
let port: number;
beforeAll(async () => {
  silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  ({ port } = silent.address() as AddressInfo);
  process.env.WEBHOOK_ALLOWED_HOSTS = `hooks.receiver.internal,127.0.0.1:${port}`;
});
afterAll(() => silent.closeAllConnections());

describe("an address for outgoing requests", () => {
  it("has at least eighty tricks to stand", () => expect(tricks.length).toBeGreaterThanOrEqual(80));

  it.each(tricks)("%s is refused: %s", (url, problem) => {
    expect(addressProblem(url)).toBe(problem);
  });

  it.each([
    "https://hooks.sample-wedding.com/eios",
    "https://hooks.sample-wedding.com:8443/",
    "https://8.8.8.8/",
    "https://[2606:4700::1111]/",
    "https://bücher.de/haken?x=1#y",
  ])("%s is taken", (url) => expect(addressProblem(url)).toBeNull());

  it("leads back to no installation of ours, unless it is allowed by name", () => {
    expect(addressProblem("https://app.localhost:3000/")).not.toBeNull();
    expect(addressProblem("https://anna.localhost:3000/")).not.toBeNull();
    expect(addressProblem("http://hooks.receiver.internal/")).toBeNull();
    expect(addressProblem("http://hooks.receiver.internal.evil.com/")).toBe("scheme");
  });

  it("is public only when the whole Internet can have it", () => {
    expect(
      ["127.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", "4000::1", "nonsense"].map(isPublicAddress),
    ).toEqual(Array(5).fill(false));
    expect(["1.1.1.1", "2a00:1450::200e"].map(isPublicAddress)).toEqual([true, true]);
  });
});

describe("a call to somebody else's server", () => {
  it("ends when the server hangs", async () => {
    const outcome = await postOutside(`http://127.0.0.1:${port}/`, {}, "{}", 200);
    expect(outcome).toMatchObject({ failure: "timeout" });
  });

  it("makes no connection to a refused address, whatever listens there", async () => {
    let connections = 0;
    silent.on("connection", () => connections++);
    expect(await postOutside(`https://localhost:${port}/`, {}, "{}")).toMatchObject({ failure: "private" });
    expect(connections).toBe(0);
  });
});
