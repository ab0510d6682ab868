/** The package brings no types, and to infer them from a megabyte of text would cost each type check its time. */
declare module "world-atlas/countries-110m.json" {
  import type { GeometryCollection, Topology } from "topojson-specification";

  const world: Topology<{ countries: GeometryCollection<{ name: string }> }>;
  // biome-ignore lint/style/noDefaultExport: what is imported of a JSON file is its default.
  export default world;
}
declare module "world-atlas/countries-50m.json" {
  import type { GeometryCollection, Topology } from "topojson-specification";

  const world: Topology<{ countries: GeometryCollection<{ name: string }> }>;
  // biome-ignore lint/style/noDefaultExport: what is imported of a JSON file is its default.
  export default world;
}
