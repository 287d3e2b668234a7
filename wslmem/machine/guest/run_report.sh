# Prints the report that `run.sh` of nonce $1 left, as far as it came, and takes it away. POSIX sh.

folder=${TMPDIR:-/tmp}/wslmem-run.$1
if [ -r "$folder/told" ]; then
    cat "$folder/told"
    if ! grep -q '^WSLMEM1-END' "$folder/told"; then cat "$folder/seen"; fi
fi
rm -rf -- "$folder"
