/**
 * Text in pictures, by the OCR library with the language data that its npm packages carry: nothing is fetched at run time.
 * One worker is kept for the next picture; it does not hold the process back, and `closeOcr` ends it.
 */
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Worker as Thread } from "node:worker_threads";
import { createWorker, OEM, PSM, type InitOptions, type Worker } from "tesseract.js";
import type { Bounds } from "../page-source.ts";

/** A picture that takes longer is given up. */
const OCR_DEADLINE_MS = 30_000;
/** Words that the library is less sure of are noise (percent). */
const LEAST_CONFIDENCE = 20;
const LANGUAGES = ["chi_sim", "eng"];
/** The smaller of the two variants in each package. */
const VARIANT = "4.0.0_best_int";

export interface Word {
  text: string;
  bounds: Bounds;
}

export interface TextLine {
  words: Word[];
  bounds: Bounds;
}

/** The library otherwise looks for more languages and writes of it to the terminal. */
const QUIET: Record<string, string> = { tessedit_load_sublangs: "", debug_file: "/dev/null" };

let running: Promise<Worker> | null = null;
let queue: Promise<unknown> = Promise.resolve();

async function start(): Promise<Worker> {
  const { resolve } = createRequire(import.meta.url);
  // The library wants the data of all languages in one folder.
  const folder = await mkdtemp(path.join(tmpdir(), "ocr-"));
  try {
    for (const code of LANGUAGES) {
      const name = `${code}.traineddata.gz`;
      const from = path.dirname(resolve(`@tesseract.js-data/${code}/package.json`));
      await copyFile(path.join(from, VARIANT, name), path.join(folder, name));
    }
    const options = { langPath: folder, cacheMethod: "none", gzip: true, errorHandler: () => undefined };
    const worker = await createWorker(LANGUAGES, OEM.LSTM_ONLY, options, QUIET as Partial<InitOptions>);
    await worker.setParameters({ tessedit_pageseg_mode: PSM.SPARSE_TEXT, preserve_interword_spaces: "1" });
    threadOf(worker)?.unref();
    return worker;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The library's thread, which its typings do not show. */
function threadOf(worker: Worker): Thread | undefined {
  return (worker as unknown as { worker?: Thread }).worker;
}

/**
 * @param png a PNG with dark text on a light ground
 * @returns lines from top to bottom; null when the deadline passed or the library failed
 */
export function readText(png: Uint8Array): Promise<TextLine[] | null> {
  const job = queue.then(() => recognise(png));
  queue = job;
  return job;
}

async function recognise(png: Uint8Array): Promise<TextLine[] | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), OCR_DEADLINE_MS);
  });
  try {
    const lines = await Promise.race([late, linesOf(png)]);
    if (lines === null) await closeOcr();
    return lines;
  } catch {
    await closeOcr();
    return null; // the reading says that the picture could not be read
  } finally {
    clearTimeout(timer);
  }
}

async function linesOf(png: Uint8Array): Promise<TextLine[]> {
  running ??= start();
  const worker = await running;
  const thread = threadOf(worker);
  thread?.ref();
  try {
    const { data } = await worker.recognize(Buffer.from(png), {}, { blocks: true, text: false });
    const lines = (data.blocks ?? []).flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines));
    return lines
      .map((line) => {
        const words = line.words
          .filter((word) => word.confidence >= LEAST_CONFIDENCE && word.text.trim() !== "")
          .map((word) => ({ text: word.text, bounds: toBounds(word.bbox) }));
        return { words, bounds: toBounds(line.bbox) };
      })
      .filter((line) => line.words.length > 0)
      .sort((a, b) => a.bounds.y1 - b.bounds.y1);
  } finally {
    thread?.unref();
  }
}

function toBounds({ x0, y0, x1, y1 }: { x0: number; y0: number; x1: number; y1: number }): Bounds {
  return { x1: x0, y1: y0, x2: x1, y2: y1 };
}

/** Ends the worker, if one runs. The next picture starts another. */
export async function closeOcr(): Promise<void> {
  const worker = running;
  running = null;
  if (worker) await (await worker.catch(() => null))?.terminate();
}
