/** What every address for programs has in common: its errors become answers, and its time is counted. */
import { requestSeconds } from "@/lib/metrics";
import { ApiError, apiErrorResponse } from "./api-errors";

/** One context for all: Next hands the parameters of the address in a promise. */
export type RouteHandler<Context> = (request: Request, context: Context) => Promise<Response>;

/**
 * Wraps a route handler.
 * @param door its name in the metrics.
 * @param answerError how errors are told; JSON in Graph's shape unless the door has a language of its own.
 */
export function apiDoor<Context>(
  door: string,
  handler: RouteHandler<Context>,
  answerError: (error: unknown, request: Request) => Response = apiErrorResponse,
): RouteHandler<Context> {
  return async (request, context) => {
    const endTimer = requestSeconds.startTimer({ door, method: request.method });
    let response: Response;
    try {
      response = await handler(request, context);
    } catch (error) {
      response = answerError(error, request);
    }
    endTimer({ status: String(response.status) });
    return response;
  };
}

/** For the methods that an address does not have. */
export function refuseMethod(allow: string): (request: Request) => Promise<Response> {
  return apiDoor("refused-method", async (request) => {
    throw new ApiError(405, "MethodNotAllowed", `${request.method} is not possible here, only ${allow}.`, { allow });
  }) as (request: Request) => Promise<Response>;
}
