import { buildSite } from "../../scripts/build-site";

/** What guest pages import of the build (fonts, island), on a fresh clone too. */
export default buildSite;
