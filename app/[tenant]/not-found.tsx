import { NoticePage } from "@/app/_components/notice-page";

export default function TenantNotFound() {
  return (
    <NoticePage icon="warning" title="There is nothing at this address">
      <p>It may be misspelled, or belong to an organisation that your account is not part of.</p>
      <p>
        <a className="text-link" href="/">
          Go to your own sign-in logs
        </a>
      </p>
    </NoticePage>
  );
}
