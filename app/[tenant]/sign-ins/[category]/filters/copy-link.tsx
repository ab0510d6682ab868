import { Icon } from "@/app/_components/icon";

/** Copies the address that shows another reader the same view; without JavaScript a link to it. */
export function CopyLink({ href }: { href: string }) {
  return (
    <>
      <button className="button copy-link" data-copy={href} type="button">
        <Icon name="link" />
        <span className="todo">Copy link</span>
        <span className="done">Copied</span>
      </button>
      <noscript>
        <a className="button" href={href}>
          Link to this view
        </a>
      </noscript>
    </>
  );
}
