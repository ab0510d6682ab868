/**
 * The world on a flat sheet: where a place lies, and the outlines of countries. In Equal Earth, where areas compare.
 * Reads a megabyte of packaged map data (Natural Earth): for the server only, which hands the outlines out as one file.
 */
import { createHash } from "node:crypto";
import { type GeoPath, geoArea, geoEqualEarth, geoPath } from "d3-geo";
import type { Feature, MultiPolygon, Polygon } from "geojson";
import { iso31661NumericToAlpha2 } from "iso-3166";
import { feature, merge } from "topojson-client";
import type { MultiPolygon as MultiPolygonTopology, Polygon as PolygonTopology } from "topojson-specification";
import fine from "world-atlas/countries-50m.json";
import coarse from "world-atlas/countries-110m.json";

/** In units of the map, which has no others. */
export const WORLD_SIZE = { width: 960, height: 440 } as const;

export interface MapPoint {
  x: number;
  y: number;
}

interface Country {
  path: string;
  /** In the middle of its largest part: of France without Guiana. */
  middle: MapPoint;
}

type Outline = Feature<Polygon | MultiPolygon>;
type Shape = PolygonTopology<{ name: string }> | MultiPolygonTopology<{ name: string }>;

/** Nobody signs in from there, and it would take a quarter of the sheet. */
const ANTARCTICA = "AQ";
/** Has a code that everybody uses and ISO 3166 does not list. */
const CODES_BY_NAME: Readonly<Record<string, string>> = { Kosovo: "XK" };
const MARGIN = 2;

const projection = geoEqualEarth().fitExtent(
  [
    [MARGIN, MARGIN],
    [WORLD_SIZE.width - MARGIN, WORLD_SIZE.height - MARGIN],
  ],
  { type: "FeatureCollection", features: shapesOf(coarse).map((shape) => outlineOf(coarse, shape)) },
);

/** Where a place lies on the map; undefined for what is no place on it. */
export function mapPoint({ latitude, longitude }: { latitude: number; longitude: number }): MapPoint | undefined {
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return undefined;
  const [x, y] = projection([longitude, latitude]) ?? [Number.NaN, Number.NaN];
  return x >= 0 && x <= WORLD_SIZE.width && y >= 0 && y <= WORLD_SIZE.height ? { x, y } : undefined;
}

/** The middle of a country by its two-letter code; undefined where the map has no outline of it. */
export function countryMiddle(code: string): MapPoint | undefined {
  return countries().get(code.toUpperCase())?.middle;
}

let file: { text: string; version: string } | undefined;

/**
 * All outlines as one SVG file, for pages to refer to with `<use>`: `land` and each country under its code. The version
 * changes with the contents, so that the file can be kept for good.
 */
export function worldFile(): { text: string; version: string } {
  if (!file) {
    const shapes = [...countries()].map(([code, { path }]) => `<path id="${code}" d="${path}"/>`);
    const { width, height } = WORLD_SIZE;
    const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><path id="land" d="${landPath()}"/>${shapes.join("")}</svg>`;
    file = { text, version: createHash("sha256").update(text).digest("hex").slice(0, 12) };
  }
  return file;
}

let known: ReadonlyMap<string, Country> | undefined;

/** By code. The finer outlines serve countries that the coarse ones leave out for their size. */
function countries(): ReadonlyMap<string, Country> {
  if (!known) {
    const draw = geoPath(projection).digits(1);
    const found = new Map<string, Country>();
    for (const world of [coarse, fine]) {
      for (const shape of shapesOf(world)) {
        const code = codeOf(shape);
        const country = code && !found.has(code) ? countryOf(outlineOf(world, shape), draw) : undefined;
        if (code && country) found.set(code, country);
      }
    }
    known = found;
  }
  return known;
}

function countryOf(outline: Outline, draw: GeoPath): Country | undefined {
  const path = draw(outline);
  const [x, y] = draw.centroid(largestPart(outline));
  return path && Number.isFinite(x) ? { path, middle: { x, y } } : undefined;
}

function largestPart({ geometry }: Outline): Polygon {
  if (geometry.type === "Polygon") return geometry;
  const parts = geometry.coordinates.map((coordinates): Polygon => ({ type: "Polygon", coordinates }));
  return parts.reduce((largest, part) => (geoArea(part) > geoArea(largest) ? part : largest));
}

/** All land without the borders on it: half as long as its countries one by one. */
function landPath(): string {
  return geoPath(projection).digits(1)(merge(coarse, shapesOf(coarse))) ?? "";
}

/** What a shape of either kind becomes; the package's types tell this for one kind at a time only. */
function outlineOf(world: typeof coarse, shape: Shape): Outline {
  return feature(world, shape) as Outline;
}

function shapesOf(world: typeof coarse): Shape[] {
  return world.objects.countries.geometries.filter(
    (shape): shape is Shape =>
      (shape.type === "Polygon" || shape.type === "MultiPolygon") && codeOf(shape) !== ANTARCTICA,
  );
}

function codeOf({ id, properties }: { id?: string | number; properties?: { name: string } }): string | undefined {
  return iso31661NumericToAlpha2[String(id)] ?? CODES_BY_NAME[properties?.name ?? ""];
}
