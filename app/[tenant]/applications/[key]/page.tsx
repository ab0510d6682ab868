import type { Metadata } from "next";
import { answerThing, type ThingPageProps } from "../../_things/answer-thing";

export const metadata: Metadata = { title: "Application" };

export default function ThingsPage(props: ThingPageProps) {
  return answerThing("application", props);
}
