// Every control works without this: a script only spares a page load.
import "./switch.js";
import "./marks.js";
import "./more.js";
import "./find.js";
import "./preview.js";
import "./similar.js";
