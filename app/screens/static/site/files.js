// Pictures of slips and documents: made small here, without the place and time a camera writes into
// them, and sent with the same bytes each time, so that a repeat is known to be one.

/** @import {KeptFile} from "./rules.js" */
import { newKey } from "../api.js";

const LONGEST_SIDE = 1600;
const QUALITY = 0.8;
/** The server's own limit, unless it was set otherwise. */
const BIGGEST = 8 * 1024 * 1024;
export const MOST_FILES = 5;
/** The slowest line that is still one, in bytes per ms. */
const SLOWEST = 4;

/**
 * @param {File} file as chosen
 * @returns {Promise<KeptFile | "unreadable" | "too_big">}
 */
export async function prepared(file) {
  const isPdf = file.type === "application/pdf";
  const content = isPdf ? file : await shrunk(file).catch(() => null);
  if (!content) return "unreadable";
  if (content.size > BIGGEST) return "too_big";
  const name = isPdf ? file.name : `${file.name.replace(/\.[^.]*$/, "") || "anh"}.jpg`;
  return { key: newKey(), name, type: content.type, content };
}

/** @param {File} file */
async function shrunk(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = "#fff"; // what was transparent would be black in a JPEG
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((/** @type {(made: Blob | null) => void} */ resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/**
 * The request that sends a file. The boundary is the file's own: a form made by the browser would
 * differ with each attempt, and the server would take the repeat for another request.
 * @param {KeptFile} file
 * @returns {RequestInit}
 */
export function uploadOf({ key, name, type, content }) {
  const boundary = `doithoai-${key}`;
  const shown = name.replace(/[\r\n]/g, " ").replace(/"/g, "%22");
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${shown}"\r\nContent-Type: ${type}\r\n\r\n`;
  return {
    method: "POST",
    headers: { "Idempotency-Key": key, "Content-Type": `multipart/form-data; boundary=${boundary}` },
    body: new Blob([head, content, `\r\n--${boundary}--\r\n`]),
    signal: AbortSignal.timeout(30_000 + content.size / SLOWEST),
  };
}

/** "120 kB" @param {number} bytes */
export function sizeOf(bytes) {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
