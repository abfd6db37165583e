// Holds a JSON file against a JSON Schema. usage: node validate.mjs SCHEMA FILE
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const [modules, schema, file] = process.argv.slice(2);
const Ajv = createRequire(`${modules}/`)("ajv");
const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(schema, "utf8")));
if (!validate(JSON.parse(readFileSync(file, "utf8")))) {
  console.error(JSON.stringify(validate.errors, null, 1));
  process.exit(1);
}
