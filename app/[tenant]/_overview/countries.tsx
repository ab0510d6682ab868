import { WorldMap } from "@/app/_components/world-map";
import { formatCount } from "@/lib/model/format-number";
import type { Overview, RankedThing } from "@/lib/model/overview";
import { exactly, logHref, type OverviewView } from "./links";
import { Ranking, RankingTable } from "./ranking";

const SHOWN = 8;

/** Where interactive sign-ins came from: the world, the first countries beside it, and the others behind a word. */
export function Countries({ view, overview }: { view: OverviewView; overview: Overview }) {
  const { countries, interval } = overview;
  const filters = ({ key }: RankedThing) => ({ country: exactly("country", key) });
  const most = Math.max(1, ...countries.map(({ total }) => total));
  const common = { filters, interval, subject: "Country", view };
  const others = countries.slice(SHOWN);
  return (
    <Ranking
      {...common}
      after={
        others.length > 0 && (
          <details className="behind">
            <summary>{formatCount(others.length)} more</summary>
            <RankingTable {...common} things={others} />
          </details>
        )
      }
      none="No interactive sign-in in this range."
      things={countries.slice(0, SHOWN)}
      title="Interactive sign-ins by country"
    >
      <WorldMap
        countries={countries
          .filter(({ key }) => key !== "")
          .map((country) => ({
            code: country.key,
            // By its logarithm, so that one busy country does not pale all the others.
            strength: Math.log1p(country.total) / Math.log1p(most),
            label: `${country.name}: ${formatCount(country.total)}`,
            href: logHref(view, "interactive", interval, filters(country)) ?? undefined,
          }))}
        label="Interactive sign-ins by country; the table has the same figures"
      />
    </Ranking>
  );
}
