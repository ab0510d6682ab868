"use client";
/**
 * Which columns a log shows, and in which order. Without JavaScript boxes to tick and numbers to write; with it columns
 * are dragged, or moved by buttons, and a ticked one joins the others at once.
 */
import { useEffect, useRef, useState } from "react";
import { useFormStatus } from "react-dom";
import type { ColumnKey } from "@/lib/model/columns";
import { chooseColumns } from "./actions";
import { MoreColumns } from "./more-columns";
import { OrderedColumns } from "./ordered-columns";

export interface ColumnFormProps {
  tenant: string;
  /** The address to go on to; without it the page stays. */
  back?: string;
  /** In force. */
  columns: readonly ColumnKey[];
  isDefault: boolean;
}

export function ColumnForm({ tenant, back, columns, isDefault, onSaved }: ColumnFormProps & { onSaved?: () => void }) {
  const [chosen, setChosen] = useState(columns);
  return (
    <form action={chooseColumns} className="column-form">
      <input name="tenant" type="hidden" value={tenant} />
      {back && <input name="back" type="hidden" value={back} />}
      <div className="columns-lists">
        <OrderedColumns chosen={chosen} onChange={setChosen} />
        <MoreColumns chosen={chosen} onAdd={(key) => setChosen([...chosen, key])} />
      </div>
      <footer>
        <p>
          Downloads and the API carry every field, whatever is shown here.
          <span className="min-[721px]:hidden"> On a narrow screen each sign-in is a card without columns.</span>
        </p>
        <FormButtons isDefault={isDefault} onSaved={onSaved} />
      </footer>
    </form>
  );
}

function FormButtons({ isDefault, onSaved }: { isDefault: boolean; onSaved?: () => void }) {
  const { pending } = useFormStatus();
  const wasPending = useRef(false);
  useEffect(() => {
    if (wasPending.current && !pending) onSaved?.();
    wasPending.current = pending;
  }, [pending, onSaved]);
  return (
    <>
      {!isDefault && (
        <button className="button" disabled={pending} name="defaults" type="submit" value="1">
          Reset to default
        </button>
      )}
      <button className="button button-primary" disabled={pending} type="submit">
        {pending ? "Saving" : "Save columns"}
      </button>
    </>
  );
}
