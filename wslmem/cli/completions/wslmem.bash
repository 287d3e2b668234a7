# bash completion of wslmem:  source <(wslmem completion bash)
_wslmem() {
    local word line others=none current parted words=() i
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        # bash parts words at "=" and ":"; wslmem gets them as they were typed
        if ((${#words[@]})) && [[ $word == [=:]* || ${words[-1]} == --*[=:] ]]; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
    done
    current=${words[-1]-}
    parted=${current%"${current##*[=:]}"} # stays on the line, so it is no part of an answer
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == :* ]]; then
            others=${line#:}
        else
            line=${line%%$'\t'*}
            COMPREPLY+=("${line#"$parted"}")
        fi
    done < <("${COMP_WORDS[0]/#\~/$HOME}" __complete "${words[@]}" 2> /dev/null)
    current=${current#"$parted"}
    case $others in
        files) compopt -o filenames && mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current") ;;
        folders) compopt -o filenames && mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$current") ;;
        commands) mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -c -- "$current") ;;
    esac
    [[ ${#COMPREPLY[@]} != 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace
}
complete -F _wslmem wslmem
