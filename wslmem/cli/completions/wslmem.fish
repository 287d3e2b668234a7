# fish completion of wslmem:  wslmem completion fish | source
function __wslmem_complete
    set -l tokens (commandline -opc)
    set -l current (commandline -ct)
    set -l others none
    for line in ($tokens[1] __complete $tokens[2..-1] "$current" 2>/dev/null)
        if string match -q ':*' -- $line
            set others (string sub -s 2 -- $line)
        else
            echo $line
        end
    end
    set -l head (string match -r '^--[^=]*=' -- $current)
    set -l path (string replace -r '^--[^=]*=' '' -- $current)
    switch $others
        case files
            for one in (__fish_complete_path $path)
                echo "$head$one"
            end
        case folders
            for one in (__fish_complete_directories $path)
                echo "$head$one"
            end
        case commands
            complete -C "$current"
    end
end
complete -c wslmem -f -a '(__wslmem_complete)'
