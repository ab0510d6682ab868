"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { setBrandName } from "@/lib/services/settings/set-brand-name";
import { act, textOf } from "../act";

export async function setBrandNameAction(form: FormData): Promise<void> {
  const target = await act(form, "settings", async (scope, path) => {
    await setBrandName(scope, { brandName: textOf(form, "brandName") });
    return `${path}?done=brand`;
  });
  // The header stands on every page.
  revalidatePath("/", "layout");
  redirect(target);
}
