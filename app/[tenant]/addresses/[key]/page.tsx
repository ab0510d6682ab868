import type { Metadata } from "next";
import { answerThing, type ThingPageProps } from "../../_things/answer-thing";

export const metadata: Metadata = { title: "IP address" };

export default function ThingsPage(props: ThingPageProps) {
  return answerThing("address", props);
}
