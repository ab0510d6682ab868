/** The pane's files read records by this name. */
export { recordReader } from "@/lib/model/record-reader";
