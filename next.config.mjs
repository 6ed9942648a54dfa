/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Guest sites and the app are labels of localhost on one machine.
  allowedDevOrigins: ["*.localhost", "127.0.0.1"],
  // Kept out of the bundle: they find their own files at run time.
  serverExternalPackages: ["postgres", "pino", "inngest", "fontkit"],
  // Link previews are drawn with the faces of the page, read from their files.
  outputFileTracingIncludes: { "/public/*/card.png": ["./public/fonts/site/**"] },
};
