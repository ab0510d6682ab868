export * from "./audit";
export * from "./exports";
export * from "./ingest";
export * from "./preferences";
export * from "./rollups";
export * from "./saved-views";
export * from "./sign-ins";
export * from "./tenants";
