/** Who acts when a command does, as records of it say. */
export { OPERATOR } from "@/lib/model/audit";
