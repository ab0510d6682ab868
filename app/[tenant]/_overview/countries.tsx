import { WorldMap } from "@/app/_components/world-map";
import { formatCount } from "@/lib/model/format-number";
import type { Interval } from "@/lib/model/intervals";
import type { CountedCountry, Overview } from "@/lib/model/overview";
import { Figure } from "./figure";
import { exactly, logHref, type OverviewView } from "./links";
import { Ranking, RankingTable } from "./ranking";

const SHOWN = 8;

/** Where interactive sign-ins came from: the world, the first countries beside it, and the others behind a word. */
export function Countries({ view, overview }: { view: OverviewView; overview: Overview }) {
  const { countries, interval } = overview;
  const filters = ({ key }: CountedCountry) => ({ country: exactly("country", key) });
  const most = Math.max(1, ...countries.map(({ total }) => total));
  const common = { filters, interval, more: successElsewhere(view, interval), subject: "Country", view };
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

/** Who should have been in this country, and signed in from another? */
function successElsewhere(view: OverviewView, interval: Interval) {
  const figure = ({ key, name, elsewhere }: CountedCountry) => {
    const filters = { country: `!${exactly("country", key)}`, status: "success" };
    return (
      <Figure
        href={logHref(view, "interactive", interval, filters, "user")}
        label={`successful sign-ins ${key === "" ? "with a country" : `from outside ${name}`}, by user`}
        n={elsewhere}
      />
    );
  };
  return { label: "Successful elsewhere", figure };
}
