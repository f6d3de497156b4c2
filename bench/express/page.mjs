// What the page shows: one prepared statement per section, all in one read transaction.
import Database from "better-sqlite3";

export function open(file) {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  db.pragma("cache_size = -64000");
  db.pragma("mmap_size = 268435456");
  const asked = db.prepare("PRAGMA data_version").pluck();
  const prepared = new Map(); // by the number of tools
  const statements = (n) => {
    if (!prepared.has(n)) prepared.set(n, prepare(db, n));
    return prepared.get(n);
  };
  const pageOf = db.transaction((slug, host) => {
    const slugs = slug.split("-vs-").sort();
    return gather(statements(slugs.length), slugs, host);
  });
  return { pageOf, version: () => asked.get() };
}

function prepare(db, n) {
  const all = Array(n).fill("?").join(", ");
  return {
    tools: db.prepare(`
      SELECT t.id, t.slug, t.name, t.summary, t.description, t.features, t.logo, t.function_id,
             t.stack_count, t.follower_count, t.vote_count, c.name AS function
      FROM tools t LEFT JOIN categories c ON c.id = t.function_id
      WHERE t.slug IN (${all}) ORDER BY t.slug`),

    path: db.prepare(`
      WITH RECURSIVE shared AS (
        SELECT category_id AS id FROM tool_functions WHERE tool_id IN (${all})
        GROUP BY category_id HAVING count(*) = ${n}
        ORDER BY category_id <> ?, category_id LIMIT 1
      ), path AS (
        SELECT c.id, c.parent_id, c.slug, c.name, 0 AS up
        FROM categories c JOIN shared ON shared.id = c.id
        UNION ALL
        SELECT c.id, c.parent_id, c.slug, c.name, up + 1
        FROM categories c JOIN path ON path.parent_id = c.id
      )
      SELECT slug, name FROM path ORDER BY up DESC`),

    stackup: db.prepare("SELECT id, helpful_count, unhelpful_count FROM stackups WHERE key = ?"),

    chosen: db.prepare(Array(n).fill(BEST_CHOSEN).join(" UNION ALL ")),

    sections: db.prepare(`
      SELECT s.id, s.author_id, s.heading, s.html, s.version, s.written_at,
             owners.handle, owners.name
      FROM stackup_sections s JOIN owners ON owners.id = s.author_id
      WHERE s.stackup_id = ? AND s.removed_at IS NULL ORDER BY s.id`),

    running: db.prepare(`
      SELECT DISTINCT s.owner_id, t.name
      FROM stacks s JOIN stack_tools x ON x.stack_id = s.id JOIN tools t ON t.id = x.tool_id
      WHERE s.owner_id IN (SELECT value FROM json_each(?)) AND x.tool_id IN (${all})
        AND x.dropped_on IS NULL AND s.visibility = 'public' AND s.removed_at IS NULL
      ORDER BY t.slug`),

    proscons: db.prepare(`
      SELECT best.*, EXISTS (
        SELECT 1 FROM stacks s JOIN stack_tools x ON x.stack_id = s.id
        WHERE s.owner_id = best.author_id AND x.tool_id = best.tool_id AND x.dropped_on IS NULL
          AND s.visibility = 'public' AND s.removed_at IS NULL) AS runs_it
      FROM (${Array(n).fill(["pro", "con"]).flat().map(bestLines).join(" UNION ALL ")}) best`),

    decisions: db.prepare(`
      WITH named AS (
        SELECT decision_id, max(recorded_at) AS newest
        FROM decision_pairs WHERE tool_id IN (${all}) AND other_id IN (${all})
        GROUP BY decision_id ORDER BY newest DESC, decision_id DESC LIMIT 4
      )
      SELECT d.id, d.slug, d.title, d.status, d.reason_html, d.outcome_html, d.effort,
             d.decided_on, d.created_at, owners.handle, owners.name, users.headline, users.employer,
             (SELECT json_group_array(json_object('slug', slug, 'name', name, 'logo', logo,
                                                  'chosen', is_chosen)) FROM (
                SELECT t.slug, coalesce(t.name, o.name) AS name, t.logo, o.is_chosen
                FROM decision_options o LEFT JOIN tools t ON t.id = o.tool_id
                WHERE o.decision_id = d.id ORDER BY o.position)) AS options
      FROM named
      JOIN decisions d ON d.id = named.decision_id
      JOIN owners ON owners.id = d.author_id
      JOIN users ON users.id = d.author_id
      ORDER BY named.newest DESC, d.id DESC`),

    switches: db.prepare(`
      SELECT o.tool_id AS one, o.moved_to_id AS other, o.moved_on AS day, d.reason_html AS html,
             NULL AS reason, d.title, '/decisions/' || d.id || '-' || d.slug AS url,
             0 AS in_stack, d.id
      FROM decision_options o JOIN decisions d ON d.id = o.decision_id
      WHERE o.tool_id IN (${all}) AND o.moved_to_id IN (${all}) AND o.moved_to_id IS NOT NULL
      UNION ALL
      SELECT a.tool_id, a.replaced_by_id, a.dropped_on, NULL, b.reason, s.name,
             '/stacks/' || owners.handle || '/' || s.slug, 1, s.id
      FROM stack_tools a
      JOIN stack_tools b ON b.stack_id = a.stack_id AND b.tool_id = a.replaced_by_id
      JOIN stacks s ON s.id = a.stack_id
      JOIN owners ON owners.id = s.owner_id
      WHERE a.tool_id IN (${all}) AND a.replaced_by_id IN (${all}) AND a.replaced_by_id IS NOT NULL
      ORDER BY day DESC, in_stack, id DESC`),

    asked: db.prepare(`
      WITH named AS (
        SELECT advice_id, asked_at, 1 AS pairs
        FROM advice_pairs WHERE tool_id IN (${all}) AND other_id IN (${all})
        UNION ALL ${Array(n).fill(NEWEST_ASKED).join(" UNION ALL ")}
      ), most AS (
        SELECT advice_id, asked_at, sum(pairs) AS pairs FROM named
        GROUP BY advice_id ORDER BY sum(pairs) DESC, asked_at DESC, advice_id DESC LIMIT 40
      )
      SELECT a.id, most.pairs, c.id IS NOT NULL AS answered
      FROM most
      JOIN advice a ON a.id = most.advice_id
      LEFT JOIN comments c ON c.id = a.accepted_id AND c.removed_at IS NULL
      ORDER BY most.pairs DESC, most.asked_at DESC, a.id DESC`),

    advice: db.prepare(`
      SELECT a.id, a.slug, a.title, a.html, a.created_at, a.answered_at, threads.comment_count,
             owners.handle, owners.name, users.headline, users.employer,
             (SELECT json_group_array(json_object('slug', slug, 'name', name, 'logo', logo)) FROM (
                SELECT t.slug, t.name, t.logo FROM advice_tools x JOIN tools t ON t.id = x.tool_id
                WHERE x.advice_id = a.id ORDER BY t.name)) AS tools
      FROM json_each(?) wanted
      JOIN advice a ON a.id = wanted.value
      JOIN threads ON threads.id = a.thread_id
      JOIN owners ON owners.id = a.author_id
      JOIN users ON users.id = a.author_id
      ORDER BY wanted.key`),

    faq: db.prepare(`
      SELECT a.id, a.slug, a.title, c.id AS answer_id, c.html, c.created_at,
             owners.handle, owners.name
      FROM json_each(?) wanted
      JOIN advice a ON a.id = wanted.value
      JOIN comments c ON c.id = a.accepted_id
      JOIN owners ON owners.id = c.author_id
      ORDER BY wanted.key`),

    integrations: db.prepare(`
      WITH pairs AS (
        SELECT tool_id, other_id FROM tool_integrations WHERE tool_id IN (${all})
        UNION
        SELECT other_id, tool_id FROM tool_integrations WHERE other_id IN (${all})
      )
      SELECT pairs.tool_id, t.slug, t.name, t.logo
      FROM pairs JOIN tools t ON t.id = pairs.other_id ORDER BY t.name`),

    alternatives: db.prepare(`
      WITH shared AS (
        SELECT tool_id, count(*) AS n FROM tool_functions
        WHERE category_id IN (SELECT category_id FROM tool_functions WHERE tool_id IN (${all}))
          AND tool_id NOT IN (${all})
        GROUP BY tool_id
      )
      SELECT t.slug, t.name, t.summary, t.logo
      FROM shared JOIN tools t ON t.id = shared.tool_id WHERE NOT t.deprecated
      ORDER BY shared.n DESC, t.stack_count DESC, t.id LIMIT 10`),
  };
}

function bestLines(side) {
  return `SELECT * FROM (
    SELECT id, tool_id, author_id, side, text, link, context, version, vote_count,
           (SELECT count(*) FROM proscons WHERE tool_id = ? AND side = '${side}') AS total
    FROM proscons WHERE tool_id = ? AND side = '${side}'
    ORDER BY vote_count DESC, id DESC LIMIT 5)`;
}

const BEST_CHOSEN = `SELECT * FROM (
  SELECT l.id, l.tool_id, l.author_id, l.text, l.vote_count, l.created_at, l.edited_at,
         owners.handle, owners.name,
         (SELECT count(*) FROM stackup_lines
          WHERE stackup_id = ? AND tool_id = ? AND removed_at IS NULL) AS total
  FROM stackup_lines l JOIN owners ON owners.id = l.author_id
  WHERE l.stackup_id = ? AND l.tool_id = ? AND l.removed_at IS NULL
  ORDER BY l.vote_count DESC, l.id DESC LIMIT 5)`;

const NEWEST_ASKED = `SELECT * FROM (
  SELECT advice_id, asked_at, 0 FROM advice_tools WHERE tool_id = ?
  ORDER BY asked_at DESC, advice_id DESC LIMIT 40)`;

function gather(ask, slugs, host) {
  const tools = ask.tools.all(slugs);
  const ids = tools.map((tool) => tool.id);
  const { stackup, chosen, sections } = words(ask, ids);
  const proscons = ask.proscons.all(ids.flatMap((id) => Array(4).fill(id)));
  const integrations = ask.integrations.all(ids, ids);
  const decisions = ask.decisions.all(ids, ids).map(asDecision);
  const switches = ways(ask.switches.all(ids, ids, ids, ids), tools);
  const alternatives = ask.alternatives.all(ids, ids);
  return {
    host,
    title: tools.map((tool) => tool.name).join(" vs "),
    slug: slugOf(tools),
    url: urlOf(tools),
    named: tools.map((tool) => `tool=${tool.slug}`).join("&"),
    path: ask.path.all(ids, tools[0].function_id),
    columns: tools.map((tool, n) => ({
      tool: { ...tool, features: JSON.parse(tool.features) },
      series: `s${n + 1}`,
      without: tools.length > 2 ? urlOf(tools.filter((other) => other !== tool)) : null,
      chosen: chosen.filter((line) => line.tool_id === tool.id),
      pros: proscons.filter((line) => line.tool_id === tool.id && line.side === "pro"),
      cons: proscons.filter((line) => line.tool_id === tool.id && line.side === "con"),
      integrations: integrations.filter((other) => other.tool_id === tool.id),
    })),
    stackup,
    hasLines: chosen.length > 0,
    summary: sections.find((section) => !section.heading),
    differences: sections.filter((section) => section.heading),
    decisions,
    switches,
    ...talk(ask, ids),
    alternatives: tools.length < 6 ? alternatives.map((other) => withIt(other, tools)) : [],
    related: related(tools, alternatives),
    logos: new Map(), // filled while the page is drawn
  };
}

// What members wrote about these tools together, if anybody did.
function words(ask, ids) {
  const stackup = ask.stackup.get(ids.toSorted((a, b) => a - b).join("-"));
  if (!stackup) return { chosen: [], sections: [] };
  const chosen = ask.chosen.all(ids.flatMap((id) => [stackup.id, id, stackup.id, id]));
  const sections = ask.sections.all(stackup.id);
  const authors = JSON.stringify([...chosen, ...sections].map((words) => words.author_id));
  const running = ask.running.all(authors, ids);
  const runs = (words) => {
    const theirs = running.filter((row) => row.owner_id === words.author_id);
    return { ...words, runs: theirs.map((row) => row.name) };
  };
  return { stackup, chosen: chosen.map(runs), sections: sections.map(runs) };
}

// Questions: five that are answered, and six others by how many of the tools they name.
function talk(ask, ids) {
  const asked = ask.asked.all(ids, ids, ids);
  const answered = asked.filter((question) => question.answered).slice(0, 5);
  const others = asked.filter((question) => !answered.includes(question)).slice(0, 6);
  const pairs = new Map(others.map((question) => [question.id, question.pairs]));
  const advice = ask.advice.all(JSON.stringify([...pairs.keys()])).map(asQuestion);
  return {
    faq: ask.faq.all(JSON.stringify(answered.map((question) => question.id))),
    advice: [
      [
        ids.length === 2 ? "Naming both tools" : "Naming at least two of these tools",
        advice.filter((question) => pairs.get(question.id)),
      ],
      ["Naming one of them", advice.filter((question) => !pairs.get(question.id))],
    ],
  };
}

function asDecision(row) {
  const options = JSON.parse(row.options);
  return {
    ...row,
    url: `/decisions/${row.id}-${row.slug}`,
    options: [...options.filter((option) => option.chosen), ...options.filter((option) => !option.chosen)],
  };
}

// By direction, the most frequent first.
function ways(switches, tools) {
  const found = new Map();
  const place = (id) => tools.findIndex((tool) => tool.id === id);
  for (const told of switches) {
    const key = `${told.one} ${told.other}`;
    const [one, other] = [tools[place(told.one)], tools[place(told.other)]];
    if (!found.has(key)) found.set(key, { one, other, series: `s${place(told.other) + 1}`, all: [] });
    found.get(key).all.push(told);
  }
  return [...found.values()].sort((a, b) => b.all.length - a.all.length);
}

function asQuestion(row) {
  return { ...row, url: `/advice/${row.id}-${row.slug}`, tools: JSON.parse(row.tools) };
}

function withIt(other, tools) {
  return { ...other, compare: urlOf([...tools, other]) };
}

function slugOf(tools) {
  return tools.map((tool) => tool.slug).sort().join("-vs-");
}

function urlOf(tools) {
  return `/stackups/${slugOf(tools)}`;
}

// Pairs of these tools and their nearest alternatives.
function related(tools, alternatives) {
  const near = [...tools, ...alternatives.slice(0, 4)];
  const pairs = [];
  for (let a = 0; a < near.length; a++) {
    for (let b = a + 1; b < near.length; b++) {
      if (tools.length === 2 && b === 1) continue; // that is this very page
      pairs.push(near[a].slug < near[b].slug ? [near[a], near[b]] : [near[b], near[a]]);
      if (pairs.length === 8) return pairs.map(asLink);
    }
  }
  return pairs.map(asLink);
}

function asLink(pair) {
  return { url: urlOf(pair), title: pair.map((tool) => tool.name).join(" vs ") };
}
