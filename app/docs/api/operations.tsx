/** The addresses of an OpenAPI document, as a list to read. */
interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  security: Record<string, string[]>[];
  parameters: { name: string; in: string; description?: string }[];
  responses: Record<string, { description: string }>;
}

export function Operations({ document }: { document: Record<string, unknown> }) {
  const paths = Object.entries(document.paths as Record<string, Record<string, Operation>>);
  return paths.flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => (
      <article className="api-operation" key={operation.operationId}>
        <h3>
          <span className="badge">{method.toUpperCase()}</span> <code>{path}</code>
        </h3>
        <p>
          {operation.summary}. {operation.security.map(({ token }) => token && `Needs ${token.join(", ")}.`).join(" ")}
        </p>
        {operation.parameters.length > 0 && (
          <Facts
            facts={operation.parameters.map(({ name, description = "" }) => [name, description])}
            name={`Parameters of ${operation.summary}`}
          />
        )}
        <Facts
          facts={Object.entries(operation.responses).map(([status, { description }]) => [status, description])}
          name={`Answers of ${operation.summary}`}
        />
      </article>
    )),
  );
}

function Facts({ name, facts }: { name: string; facts: readonly (readonly [string, string])[] }) {
  return (
    <dl aria-label={name} className="record-facts">
      {facts.map(([term, description]) => (
        <div className="contents" key={term}>
          <dt className="mono">{term}</dt>
          <dd>{description}</dd>
        </div>
      ))}
    </dl>
  );
}
