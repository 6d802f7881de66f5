/** The whole page of one language. */
import { createHash } from "node:crypto";
import type { Result } from "../rules/result-schema.ts";
import type { Budget } from "./budget.ts";
import { html, type Html, raw } from "./html.ts";
import type { Problem } from "./problems.ts";
import { SCRIPT } from "./script.ts";
import type { ScreenShelf } from "./screens.ts";
import { articles, hasArticles } from "./sections/articles.ts";
import { coverage } from "./sections/coverage.ts";
import { exploration, wasExplored } from "./sections/exploration.ts";
import { notedFacts } from "./sections/facts.ts";
import { findings } from "./sections/findings.ts";
import { glossary } from "./sections/glossary.ts";
import { record } from "./sections/record.ts";
import { sdks } from "./sections/sdks.ts";
import { summary } from "./sections/summary.ts";
import { TIMELINE_SHAPES, timelines } from "./sections/timeline.ts";
import { rulesWithoutFindings } from "./sections/verdicts.ts";
import { STYLE } from "./style.ts";
import { ARTICLES } from "./texts/articles.ts";
import { COVERAGE } from "./texts/coverage.ts";
import { EXPLORATION } from "./texts/exploration.ts";
import { FINDINGS } from "./texts/findings.ts";
import { GLOSSARY } from "./texts/glossary.ts";
import type { Language } from "./texts/language.ts";
import { RECORD } from "./texts/record.ts";
import { RULE_TEXTS } from "./texts/rules.ts";
import { SDKS } from "./texts/sdks.ts";
import { SUMMARY } from "./texts/summary.ts";
import { TIMELINE } from "./texts/timeline.ts";
import { viewOf, type View } from "./view.ts";

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing may load, connect, submit or run but the one style and the one script of this page. */
const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export interface PageParts {
  result: Result;
  problems: readonly Problem[];
  screens: ScreenShelf;
  budget: Budget;
}

export function page(language: Language, parts: PageParts): Html {
  const view = viewOf(language, parts);
  const { say } = view;
  const cards = findings(view);
  const apps = [...new Set(parts.result.runs.map((run) => run.app.label || run.app.package))].join(", ");
  return html`<!doctype html>
    <html lang="${language === "zh" ? "zh-CN" : "en"}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${apps} – ${say(SUMMARY.title)}</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <a class="skip" href="#findings">${say(SUMMARY.skip)}</a>
        ${parts.screens.definitions}${TIMELINE_SHAPES}
        <header class="page">
          <p class="product">Consentry ${parts.result.tool.version}</p>
          <h1>${say(SUMMARY.title)}</h1>
          <p class="apps">${apps}</p>
          ${contents(view)}
        </header>
        <main>
          ${summary(view)} ${timelines(view)} ${cards.section} ${notedFacts(view)} ${rulesWithoutFindings(view)}
          ${articles(view)} ${sdks(view)} ${exploration(view)} ${coverage(view)} ${record(view, cards.short)}
          ${glossary(view)}
        </main>
        ${raw(`<script>${SCRIPT}</script>`)}
      </body>
    </html> `;
}

function contents(view: View): Html {
  const entries = [
    ["summary", SUMMARY.heading],
    ["matrix", SUMMARY.matrix],
    ["timeline", TIMELINE.heading],
    ["findings", FINDINGS.heading],
    ["rules", RULE_TEXTS.heading],
    ...(hasArticles(view) ? ([["articles", ARTICLES.heading]] as const) : []),
    ["sdks", SDKS.heading],
    ...(wasExplored(view) ? ([["exploration", EXPLORATION.heading]] as const) : []),
    ["coverage", COVERAGE.heading],
    ["limits", RECORD.limits],
    ["integrity", RECORD.integrity],
    ["environment", RECORD.environment],
    ["glossary", GLOSSARY.heading],
  ] as const;
  return html`<nav aria-label="${view.say(SUMMARY.contents)}">
    <ul>
      ${entries.map(([anchor, name]) => html`<li><a href="#${anchor}">${view.say(name)}</a></li>`)}
    </ul>
  </nav>`;
}
