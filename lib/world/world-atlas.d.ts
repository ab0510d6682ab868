/** The package brings no types, and to infer them from the text would cost each type check a second. */
declare module "world-atlas/*.json" {
  import type { GeometryCollection, Topology } from "topojson-specification";

  const world: Topology<{ countries: GeometryCollection<{ name: string }> }>;
  // biome-ignore lint/style/noDefaultExport: what is imported of a JSON file is its default.
  export default world;
}
