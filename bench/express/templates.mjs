// What the views need besides values, and the views compiled once.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import ejs from "ejs";

const STATIC = new URL("../../static/", import.meta.url);
const VIEWS = new URL("views/", import.meta.url);
const UNITS = [[1e9, "B"], [1e6, "M"], [1e3, "K"]];
const MONTHS = (
  "January February March April May June July August September October November December"
).split(" ");

const escape = ejs.escapeXML;
const addresses = new Map();

function staticUrl(name) {
  if (!addresses.has(name)) {
    const hash = createHash("sha256").update(readFileSync(new URL(name, STATIC))).digest("hex");
    addresses.set(name, `/static/${name}?v=${hash.slice(0, 10)}`);
  }
  return addresses.get(name);
}

function icon(name, size = 18) {
  return `<svg class="inline" width="${size}" height="${size}" aria-hidden="true"><use href="${staticUrl("sprite.svg")}#i-${name}"/></svg>`;
}

function logo(logos, tool) {
  if (!tool.logo) return `<span class="letter" aria-hidden="true"><b>${escape(initials(tool.name)[0])}</b></span>`;
  logos.set(`l-${tool.slug}`, tool.logo);
  return `<svg class="logo" aria-hidden="true"><use href="#l-${tool.slug}"/></svg>`;
}

function chips(logos, tools) {
  const items = tools.map((tool) => `<li><a class="chip" href="/tools/${tool.slug}">${logo(logos, tool)}${escape(tool.name)}</a></li>`);
  return `<ul class="chips">${items.join("")}</ul>`;
}

function count(n, noun, slug) {
  return `<data value="${n}" title="${plural(n, noun)}" data-of="${slug} ${noun}s">${compact(n)}</data>`;
}

function compact(n) {
  for (const [size, unit] of UNITS) {
    if (n >= size - size / 20000) return (Math.floor((10 * n + size / 2) / size) / 10).toFixed(1) + unit;
  }
  return String(n);
}

function plural(n, noun) {
  if (n === 1) return `1 ${noun}`;
  return `${grouped(n)} ${noun}${noun.endsWith("ch") ? "es" : "s"}`;
}

function listed(names) {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
}

function grouped(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

function initials(name) {
  const words = name.match(/[\p{L}\p{N}_]+/gu) ?? ["?"];
  return (words[0][0] + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase();
}

// SQLite gives “2026-11-17 00:00:00.000000”.
function moment(text) {
  const [year, month, day] = text.slice(0, 10).split("-").map(Number);
  const name = MONTHS[month - 1];
  return `<time datetime="${text.slice(0, 10)}T${text.slice(11).replace(".000000", "")}+00:00" title="${day} ${name} ${year}, ${text.slice(11, 16)} UTC">${day} ${name.slice(0, 3)} ${year}</time>`;
}

// “May 2026” or “Dec 2024”, of a day.
function month(day, letters = 9) {
  return `${MONTHS[Number(day.slice(5, 7)) - 1].slice(0, letters)} ${day.slice(0, 4)}`;
}

function excerpt(html, longest = 280) {
  const plain = html.replace(/<\/(p|li|h\d|td|th|pre|blockquote)>|<br>/g, " ").replace(/<[^>]*>/g, "");
  const words = unescape(plain).split(/\s+/).filter(Boolean).join(" ");
  return words.length <= longest ? words : words.slice(0, longest).replace(/ [^ ]*$/, "") + "…";
}

function unescape(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&");
}

export const locals = { escapeXML: escape, staticUrl, icon, logo, chips, count, compact, grouped, plural, initials, listed, moment, month, excerpt };

const [head, main, foot] = ["head", "main", "foot"].map((name) => {
  const text = readFileSync(new URL(`${name}.ejs`, VIEWS), "utf8");
  // `strict` leaves out the slow `with`: the views take what they use out of `locals`.
  return ejs.compile(text, { strict: true, compileDebug: false });
});

export function precompiled(data) {
  const values = { ...locals, ...data };
  return head(values) + main(values) + foot(values);
}
