import { account } from "./account";
import { application } from "./application";
import { claims } from "./claims";
import { conditionalAccess } from "./conditional-access";
import { consent } from "./consent";
import { credential } from "./credential";
import { desktopSso } from "./desktop-sso";
import { device } from "./device";
import type { ErrorClassDefinition } from "./error-class";
import { federation } from "./federation";
import { nationalCloud } from "./national-cloud";
import { onPremises } from "./on-premises";
import { passwordChange } from "./password-change";
import { request } from "./request";
import { risk } from "./risk";
import { saml } from "./saml";
import { secondFactor } from "./second-factor";
import { service } from "./service";
import { session } from "./session";
import { success } from "./success";
import { tenant } from "./tenant";
import { throttling } from "./throttling";
import { token } from "./token";

/** Every kind of error, in the order in which the lookup page lists them. */
export const ERROR_CLASSES = {
  success,
  account,
  credential,
  "second-factor": secondFactor,
  session,
  device,
  "conditional-access": conditionalAccess,
  risk,
  consent,
  application,
  request,
  token,
  saml,
  claims,
  federation,
  tenant,
  "on-premises": onPremises,
  "desktop-sso": desktopSso,
  "password-change": passwordChange,
  "national-cloud": nationalCloud,
  throttling,
  service,
} satisfies Record<string, ErrorClassDefinition>;
