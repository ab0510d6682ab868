import { formatLocation } from "@/lib/model/format-place";
import { thingOf } from "@/lib/model/named-things";
import { recordReader } from "@/lib/model/record-reader";
import { type FactsOf, unlessNone } from "./fact";

/** Where from, by the address, and through which networks. */
export const locationFacts: FactsOf = (detail, { text, flag, list }) => {
  const [latitude, longitude, altitude] = ["latitude", "longitude", "altitude"].map((name) =>
    text(`location.geoCoordinates.${name}`),
  );
  const networks = list("networkLocationDetails").map((network) => {
    const { text: read } = recordReader(network);
    return [read("networkNames"), read("networkType")].filter(Boolean).join(", ");
  });
  return [
    {
      title: "Place",
      facts: [
        { label: "Location", value: formatLocation(detail.location) ?? "Not recorded" },
        { label: "City", value: text("location.city") },
        { label: "State or province", value: text("location.state") },
        { label: "Country", value: text("location.countryOrRegion") },
        { label: "Coordinates", value: latitude && longitude ? `${latitude}, ${longitude}` : undefined, id: true },
        { label: "Altitude", value: altitude && `${altitude} m` },
      ],
    },
    {
      title: "Network",
      facts: [
        {
          ...{ label: "IP address", value: text("ipAddress") ?? "Not recorded", id: detail.ipAddress !== null },
          names: thingOf("address", detail),
        },
        { label: "IP address seen by resource", value: text("ipAddressFromResourceProvider"), id: true },
        { label: "Autonomous system number", value: text("autonomousSystemNumber"), id: true },
        { label: "Named networks", value: networks.filter(Boolean).join("; ") || undefined },
        { label: "Through Global Secure Access", value: flag("isThroughGlobalSecureAccess") },
        { label: "Global Secure Access address", value: text("globalSecureAccessIpAddress"), id: true },
        { label: "Private link", value: unlessNone(text("privateLinkDetails.policyName")) },
      ],
    },
  ];
};
