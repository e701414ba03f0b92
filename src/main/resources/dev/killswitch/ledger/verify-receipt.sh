#!/bin/sh
# Checks one receipt with a POSIX shell and openssl 3 alone:
#   sh verify-receipt.sh RECEIPT ENTRY PUBLIC-KEY.pem
# ENTRY holds the exact bytes of the entry. Says OK only where the entry is in the log whose checkpoint the key signed.
set -eu
LC_ALL=C
export LC_ALL
fail() { echo "NOT OK: $1" >&2; exit 1; }
[ $# -eq 3 ] || fail "expected: sh verify-receipt.sh RECEIPT ENTRY PUBLIC-KEY.pem"
receipt=$1 entry=$2 key=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# decode TEXT FILE: base64 in its one spelling
decode() {
    printf '%s' "$1" | openssl base64 -d -A >"$work/$2"
    [ "$(openssl base64 -A -in "$work/$2")" = "$1" ] || fail "not base64 in its one spelling"
}
decode_hash() {
    decode "$1" "$2"
    [ "$(wc -c <"$work/$2")" -eq 32 ] || fail "a hash has 32 bytes"
}
number() {
    case $1 in
        '' | *[!0-9]* | 0?* | ???????????????????*) fail "not a number in its one spelling" ;;
    esac
}
sha256() { openssl dgst -sha256 -binary >"$work/next" && mv "$work/next" "$work/hash"; }
node() { { printf '\001'; cat "$work/$1" "$work/$2"; } | sha256; }

: >"$work/text"
: >"$work/path"
part=header lines=0 signed=no size= root= origin=
while IFS= read -r line; do
    case $part in
        header)
            [ "$line" = "c2sp.org/tlog-proof@v1" ] || fail "not a receipt"
            part=index
            ;;
        index)
            [ "${line#index }" != "$line" ] || fail "no index"
            index=${line#index }
            number "$index"
            part=path
            ;;
        path)
            if [ -n "$line" ]; then
                decode_hash "$line" ignored
                printf '%s\n' "$line" >>"$work/path"
            else
                part=text
            fi
            ;;
        text)
            if [ -n "$line" ]; then
                lines=$((lines + 1))
                case $lines in
                    1) origin=$line ;;
                    2) size=$line; number "$size" ;;
                    3) root=$line; decode_hash "$root" root ;;
                    *) fail "a checkpoint has three lines" ;;
                esac
                printf '%s\n' "$line" >>"$work/text"
            else
                [ "$lines" -eq 3 ] || fail "a checkpoint has three lines"
                part=signatures
            fi
            ;;
        signatures)
            value=${line##* }
            [ "$line" = "$(printf '\342\200\224') $origin $value" ] || continue
            decode "$value" line
            tail -c +5 "$work/line" >"$work/signature"
            if openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$work/text" \
                -sigfile "$work/signature" >/dev/null 2>&1; then
                signed=yes
            fi
            ;;
    esac
done <"$receipt"
[ "$part" = signatures ] || fail "the receipt is cut off"
[ "$signed" = yes ] || fail "the checkpoint is not signed by this key"
[ "$index" -lt "$size" ] || fail "the log has no such entry"

{ printf '\000'; cat "$entry"; } | sha256
at=$index last=$((size - 1))
while IFS= read -r line; do
    [ "$last" -gt 0 ] || fail "the proof is too long"
    decode_hash "$line" sibling
    if [ $((at % 2)) -eq 1 ] || [ "$at" -eq "$last" ]; then
        node sibling hash
        while [ $((at % 2)) -eq 0 ]; do
            at=$((at / 2)) last=$((last / 2))
        done
    else
        node hash sibling
    fi
    at=$((at / 2)) last=$((last / 2))
done <"$work/path"
[ "$last" -eq 0 ] || fail "the proof is too short"
cmp -s "$work/hash" "$work/root" || fail "the proof does not lead from this entry to the signed root"
echo "OK: entry $index of $size in $origin, root $root"
