// The same stackup page as ours, from the same SQLite file: Express 5, better-sqlite3, EJS.
// PORT and DATABASE from the environment; two workers, as ours.
import cluster from "node:cluster";
import { fileURLToPath } from "node:url";
import express from "express";
import { open } from "./page.mjs";
import { locals, precompiled } from "./templates.mjs";

const WORKERS = 2;

function serve() {
  const { pageOf, version } = open(process.env.DATABASE);
  const app = express(); // NODE_ENV=production: compiled views are kept
  app.disable("x-powered-by");
  app.set("views", fileURLToPath(new URL("views", import.meta.url)));
  app.set("view engine", "ejs");
  Object.assign(app.locals, locals);

  const dataOf = (request) => pageOf(request.params.slug, request.headers.host);

  // What most would write. Express adds an ETag: a hash of the page at every request.
  app.get("/stackups/:slug", (request, response) => response.render("stackup", dataOf(request)));

  // Functions compiled once, no view lookup, no ETag.
  app.get("/precompiled/:slug", (request, response) => {
    send(response, Buffer.from(precompiled(dataOf(request))));
  });

  // The whole page kept in memory; every request asks SQLite whether anybody has committed.
  const kept = new Map();
  let seen = version();
  app.get("/cached/:slug", (request, response) => {
    const now = version();
    if (now !== seen) {
      kept.clear();
      seen = now;
    }
    const { slug } = request.params;
    let page = kept.get(slug);
    if (!page) {
      page = Buffer.from(precompiled(dataOf(request)));
      kept.set(slug, page);
    }
    send(response, page);
  });

  app.get("/hello", (request, response) => response.send("hello"));
  app.listen(Number(process.env.PORT), "127.0.0.1");
}

function send(response, page) {
  response.writeHead(200, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": page.length,
  });
  response.end(page);
}

if (cluster.isPrimary) {
  for (let n = 0; n < WORKERS; n++) cluster.fork();
} else {
  serve();
}
