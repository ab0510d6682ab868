/** A view of a log under a name, as the services hand it to pages. */
import type { CategorySlug } from "./categories";

export const MAX_VIEW_NAME_LENGTH = 80;
export const MAX_VIEWS_PER_OWNER = 100;

export interface SavedView {
  viewId: string;
  name: string;
  category: CategorySlug;
  /** Parameters of its log's page, without the question mark. */
  query: string;
  shared: boolean;
  ownerName: string;
  /** Whether it is the reader's own. */
  own: boolean;
  /** Whether the reader may rename, share, replace and delete it. */
  editable: boolean;
  /** Labels of the filters in it that the reader's role or the license does not allow. */
  unusable: readonly string[];
}
