import { type MapCountry, WorldMap } from "@/app/_components/world-map";
import { coordinatesOf } from "@/lib/model/coordinates";
import { ownPlace } from "@/lib/model/sentences-own";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { countryMiddle, mapPoint } from "@/lib/world/world-map";

/** Where it was: a point where coordinates were recorded, else the country; nothing where neither is known. */
export function OwnMap({ item: { location, shown } }: { item: SignInListItem }) {
  const coordinates = coordinatesOf(shown?.record);
  const point = coordinates && mapPoint(coordinates);
  const middle = location.country ? countryMiddle(location.country) : undefined;
  const around = point ?? middle;
  if (!around) return null;
  const countries: MapCountry[] = middle && location.country ? [{ code: location.country, strength: 0.25 }] : [];
  return (
    <div className="own-map">
      <WorldMap around={around} countries={countries} label={`Map: ${ownPlace(location) ?? "where it was"}`}>
        {point && (
          <>
            <circle className="world-point-halo" cx={point.x.toFixed(1)} cy={point.y.toFixed(1)} r="9" />
            <circle className="world-point" cx={point.x.toFixed(1)} cy={point.y.toFixed(1)} r="3.5" />
          </>
        )}
      </WorldMap>
    </div>
  );
}
