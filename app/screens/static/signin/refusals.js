// What the sign-in page says when the server refuses.

import { Problem } from "../api.js";
import { t } from "../i18n/index.js";

/** @param {unknown} error */
export function refusal(error) {
  if (!(error instanceof Problem)) throw error;
  if (error.status === 0) return t("refused_unreachable");
  if (error.status === 401) return t("refused_401");
  if (error.status === 429 && error.retryAfter) return t("refused_429_wait", { seconds: error.retryAfter });
  if (error.status === 429) return t("refused_429");
  return error.detail || t("refused_other", { status: error.status });
}
