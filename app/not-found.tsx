import { BareNoticePage } from "@/app/_components/notice-page";

export default function NotFound() {
  return (
    <BareNoticePage icon="warning" title="There is nothing at this address">
      <p>It may be misspelled, or the page may have moved.</p>
      <p>
        <a className="text-link" href="/">
          Go to Signbook
        </a>
      </p>
    </BareNoticePage>
  );
}
