/** Maps drawn on the server. The outlines are one file that a browser fetches once; a map refers to them. */
import type { ReactNode } from "react";
import { type MapPoint, WORLD_SIZE, worldFile } from "@/lib/world/world-map";

export interface MapCountry {
  /** Two letters. One that the map has no outline of is left out. */
  code: string;
  /** How strongly it is coloured, from 0 to 1. */
  strength: number;
  /** Said on hover, and to screen readers. */
  label?: string;
  href?: string;
}

interface WorldMapProps {
  /** What the map says, for whoever does not see it. */
  label: string;
  countries: readonly MapCountry[];
  /** Shows the surroundings of a place instead of the whole world. */
  around?: MapPoint;
  /** Drawn on top, in units of the map. */
  children?: ReactNode;
}

/** Each side of the surroundings is this part of the world's. */
const SURROUNDINGS = 0.3;
const FAINTEST = 0.2;

export function WorldMap({ label, countries, around, children }: WorldMapProps) {
  return (
    <svg aria-label={label} className="world-map" role={linked(countries) ? "group" : "img"} viewBox={viewBox(around)}>
      <use className="world-land" href={outline("land")} />
      {countries.map((country) => (
        <CountryShape country={country} key={country.code} />
      ))}
      {children}
    </svg>
  );
}

function linked(countries: readonly MapCountry[]): boolean {
  return countries.some(({ href }) => href);
}

function CountryShape({ country: { code, strength, label, href } }: { country: MapCountry }) {
  const opacity = FAINTEST + (1 - FAINTEST) * Math.min(1, Math.max(0, strength));
  const shape = (
    <use className="world-country" fillOpacity={opacity.toFixed(2)} href={outline(code.toUpperCase())}>
      {label && <title>{label}</title>}
    </use>
  );
  if (!href) return shape;
  return (
    <a aria-label={label} href={href}>
      {shape}
    </a>
  );
}

function outline(id: string): string {
  return `/world-map.svg?v=${worldFile().version}#${id}`;
}

/** Moved inside the sheet where the place lies near its edge. */
function viewBox(around: MapPoint | undefined): string {
  const { width, height } = WORLD_SIZE;
  if (!around) return `0 0 ${width} ${height}`;
  const [w, h] = [width * SURROUNDINGS, height * SURROUNDINGS];
  const x = Math.min(width - w, Math.max(0, around.x - w / 2));
  const y = Math.min(height - h, Math.max(0, around.y - h / 2));
  return [x, y, w, h].map((number) => Math.round(number)).join(" ");
}
