#!/bin/sh
# What is written down about plugins is what the host says about itself. `./dev reference` writes it.
moonroomd=$1
status=0
for pair in markdown:docs/reference.md luacats:stubs/moonroom.lua luacheck:.luacheckrc; do
  "$moonroomd" reference "${pair%%:*}" | diff -u "${pair#*:}" - || status=1
done
exit $status
