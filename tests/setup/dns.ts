import dns2 from "dns2";

/** What a name holds: `{ "www.ada.wedding TXT": ["…"] }`. A name without any record is unknown to the DNS. */
export type Zone = Record<string, string[]>;

/**
 * A DNS server of one's own on a free port of this machine, answering from `zone` as it is at that moment.
 *
 * @returns its address as DNS_SERVERS takes it, and the way to end it
 */
export async function startDns(zone: Zone): Promise<{ address: string; stop: () => Promise<void> }> {
  const { Packet } = dns2;
  const types: Record<number, string> = { 1: "A", 5: "CNAME", 16: "TXT", 28: "AAAA" };
  const server = dns2.createServer({
    udp: true,
    handle: (request, send) => {
      const response = Packet.createResponseFromRequest(request);
      const [question] = request.questions as { name: string; type: number }[];
      const { name, type } = question!;
      const base = { name, type, class: Packet.CLASS.IN, ttl: 1 };
      const values = zone[`${name.toLowerCase()} ${types[type]}`] ?? [];
      for (const value of values) {
        const said = type === 16 ? { data: value } : type === 5 ? { domain: value } : { address: value };
        response.answers.push({ ...base, ...said } as never);
      }
      const known = Object.keys(zone).some((key) => key.startsWith(`${name.toLowerCase()} `));
      if (!known) Object.assign(response.header, { rcode: 3 });
      send(response);
    },
  });
  const { udp } = (await server.listen({ udp: { port: 0, address: "127.0.0.1" } })) as {
    udp: { port: number };
  };
  return { address: `127.0.0.1:${udp.port}`, stop: () => server.close() };
}
