// Preloaded by the fault `skew` (node --import): in the app's process, and only there, the clock is EIOS_SKEW_MS ahead.
const ahead = Number(process.env.EIOS_SKEW_MS ?? 0);
if (ahead !== 0 && /eios-server\.mjs$/.test(process.argv[1] ?? "")) {
  globalThis.Date = new Proxy(Date, {
    construct: (Real, given, target) =>
      Reflect.construct(Real, given.length > 0 ? given : [Real.now() + ahead], target),
    apply: (Real) => new Real(Real.now() + ahead).toString(),
    get: (Real, name, receiver) =>
      name === "now" ? () => Real.now() + ahead : Reflect.get(Real, name, receiver),
  });
}
